// One import for those who score kernels of their own: what they name, and nothing else, so that a test file
// keeps common words for itself. The modules behind it can be imported by name: public there
// is what these names need, and everything else is `package`.

@_exported import struct Contracts.ClassBounds
@_exported import struct Contracts.Contract
@_exported import struct Contracts.KernelSource
@_exported import struct Contracts.Manifest
@_exported import struct FloatingPointFormats.BFloat16
@_exported import protocol FloatingPointFormats.BinaryFormat
@_exported import struct FloatingPointFormats.Float8E4M3FN
@_exported import struct FloatingPointFormats.Float8E5M2
@_exported import enum FloatingPointFormats.FormatName
@_exported import struct FloatingPointFormats.Saturating
@_exported import struct FloatingPointFormats.Signature
@_exported import struct ForeignKernels.ArgumentOrder
@_exported import typealias ForeignKernels.CommandKernel
@_exported import struct ForeignKernels.FileError
@_exported import protocol ForeignKernels.GradientKernel
@_exported import struct ForeignKernels.KernelFailure
@_exported import enum ForeignKernels.LibraryForm
@_exported import typealias ForeignKernels.LibraryKernel
@_exported import class ForeignKernels.MixedCommandKernel
@_exported import class ForeignKernels.MixedLibraryKernel
@_exported import struct ForeignKernels.TimeLimits
@_exported import struct ForeignKernels.WorkerLauncher
@_exported import enum ForeignKernels.WorkerMain
@_exported import struct Functions.DecimalConstant
@_exported import struct Functions.Function
@_exported import struct Functions.FunctionError
@_exported import struct Functions.SecondInput
@_exported import struct Functions.Target
@_exported import struct Kernels.BatchKernel
@_exported import enum Kernels.Catalogue
@_exported import protocol Kernels.Kernel
@_exported import struct Kernels.KernelDescription
@_exported import struct Kernels.MixedBatchKernel
@_exported import protocol Kernels.MixedKernel
@_exported import struct Kernels.UnknownKernel
@_exported import struct Oracle.ExactInput
@_exported import struct Oracle.Oracle
@_exported import struct Oracle.OracleError
@_exported import struct Scoring.ClassCounts
@_exported import enum Scoring.FlushModel
@_exported import enum Scoring.InputSet
@_exported import struct Scoring.Score
@_exported import struct Scoring.ScoringError
