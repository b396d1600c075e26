import ForeignKernels

// The worker that the tests' libraries are called in.
WorkerMain.run(Array(CommandLine.arguments.dropFirst()))
