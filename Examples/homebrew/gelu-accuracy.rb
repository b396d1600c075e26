# frozen_string_literal: true

# A formula for a tap: copy it to Formula/gelu-accuracy.rb there, put the repository in place of OWNER, and the digest
# of the release's sources in place of the zeros (`brew fetch` prints it).
class GeluAccuracy < Formula
  desc "Certified accuracy of GELU kernels, in ULP, on every input"
  homepage "https://github.com/OWNER/gelu-accuracy"
  url "https://github.com/OWNER/gelu-accuracy/archive/refs/tags/v0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"
  head "https://github.com/OWNER/gelu-accuracy.git", branch: "main"

  depends_on "pkgconf" => :build
  depends_on xcode: ["16.3", :build]
  depends_on "gmp"
  depends_on macos: :sequoia
  depends_on "mpfr"

  uses_from_macos "swift" => :build

  def install
    ENV["GELU_ACCURACY_COMMIT"] = "v#{version}" unless build.head?
    # Homebrew has a sandbox of its own.
    system "swift", "build", "-c", "release", "--disable-sandbox", "--product", "gelu-accuracy"
    bin.install ".build/release/gelu-accuracy"
    include.install "Sources/CForeignKernel/include/gelu_accuracy_kernel.h"
    include.install Dir["Kernels/*.h"]
    generate_completions_from_executable(bin/"gelu-accuracy", "--generate-completion-script")
  end

  test do
    assert_match "correctly rounded", shell_output("#{bin}/gelu-accuracy measure relu --format bfloat16")
    (testpath/"kernel.c").write <<~C
      #include <stddef.h>
      void relu(const float *x, float *y, size_t n) {
        for (size_t i = 0; i < n; i++) y[i] = x[i] > 0 ? x[i] : 0;
      }
    C
    system ENV.cc, "-O1", "-shared", "-fPIC", "-o", "libkernel.dylib", "kernel.c"
    command = "#{bin}/gelu-accuracy validate --library ./libkernel.dylib --symbol relu --format float32 " \
              "--function relu --inputs sample:1000"
    assert_match "against relu", shell_output(command)
  end
end
