# frozen_string_literal: true

# Runs the methods of Examples/homebrew/gelu-accuracy.rb without Homebrew: what it installs must be there, its commands
# are printed and not run, and its test is run with the program that is named, if one is.
#
#     ruby formula.rb FORMULA CHECKOUT [PROGRAM]

require 'fileutils'
require 'pathname'
require 'tmpdir'

FORMULA, CHECKOUT, PROGRAM = ARGV

def fail_with(text)
  warn "formula: #{text}"
  exit 1
end

# What a formula may say of itself.
class Formula
  SAID = {}
  %i[desc homepage url sha256 license head depends_on uses_from_macos].each do |word|
    define_singleton_method(word) { |*values, **named| (SAID[word] ||= []) << [*values, named] }
  end

  def self.test(&block)
    SAID[:test] = block
  end

  attr_reader :installed

  def initialize(folder)
    @installed = []
    @folder = Pathname(folder)
  end

  def version
    SAID[:url][0][0][/v([0-9.]+)\.tar/, 1]
  end

  def build
    Struct.new(:head?).new(false)
  end

  # A folder that things are installed to.
  Place = Struct.new(:formula, :path) do
    def install(*files)
      files.flatten.each do |file|
        built = file.start_with?('.build/')
        fail_with("#{file} is not in the checkout") unless built || File.exist?(File.join(CHECKOUT, file))
        formula.installed << file
      end
    end

    def /(other)
      path / other
    end

    def to_s
      path.to_s
    end
  end

  def bin
    Place.new(self, @folder / 'bin')
  end

  def include
    Place.new(self, @folder / 'include')
  end

  def testpath
    @folder
  end

  def generate_completions_from_executable(*words)
    puts "completions: #{words[1..].join(' ')}"
  end

  def system(*words)
    return puts(words.join(' ')) unless words[0] == ENV.cc

    fail_with("#{words.join(' ')} failed") unless Kernel.system(*words)
  end

  def shell_output(command)
    said = `#{command}`
    fail_with("#{command}: status #{$CHILD_STATUS.exitstatus}") unless $CHILD_STATUS.success?
    said
  end

  def assert_match(pattern, text)
    fail_with("not said: #{pattern}") unless text.match?(Regexp.new(Regexp.escape(pattern)))
  end
end

require 'English'

ENV.define_singleton_method(:cc) { 'cc' }

load FORMULA
said = Formula::SAID
%i[desc homepage url sha256 license test].each { |word| fail_with("no #{word}") unless said[word] }
fail_with('sha256 has 64 digits') unless said[:sha256][0][0].match?(/\A[0-9a-f]{64}\z/)
fail_with('desc is too long for a list') if said[:desc][0][0].length > 80

Dir.mktmpdir do |folder|
  Dir.chdir(CHECKOUT) do
    formula = GeluAccuracy.new(folder)
    formula.install
    fail_with('the program is not installed') unless formula.installed.include?('.build/release/gelu-accuracy')
    puts "installed: #{formula.installed.join(' ')}"
  end
  next unless PROGRAM

  FileUtils.mkdir_p(File.join(folder, 'bin'))
  FileUtils.ln_s(File.realpath(PROGRAM), File.join(folder, 'bin', 'gelu-accuracy'))
  Dir.chdir(folder) { GeluAccuracy.new(folder).instance_eval(&said[:test]) }
  puts 'the test of the formula passes'
end
