import AENetwork
import CBLAS
import CKernels
import Foundation

/// What OpenBLAS is told before it computes.
enum OpenBLAS {
  /// Read once before any product; OpenBLAS would use a thread for every core otherwise.
  static let prepared: Void = {
    chooseKernels()
    openblas_set_num_threads(1)
  }()

  /// Lets OpenBLAS choose again where it does not know the processor.
  ///
  /// It knows processors by their models. Of one that is newer than itself it says Prescott, and
  /// multiplies as that one did, a fifth as fast as it could (Debian 12 has version 0.3.21, of
  /// 2022). So it is told what this one can do, unless the user has told it already.
  ///
  /// Never before `main`: a variable that is set moves the environment, and Swift's own library,
  /// where it is part of the program, finds the program's arguments by where the environment lay.
  /// (OpenBLAS, driver/others/dynamic.c; Swift, stdlib/public/stubs/CommandLine.cpp)
  private static func chooseKernels() {
    let name = "OPENBLAS_CORETYPE"
    guard getenv(name) == nil, let core = openblas_get_corename(), strcmp(core, "Prescott") == 0,
      ck_vector_floats() > 4,
      let forget = dlsym(nil, "gotoblas_dynamic_quit"),
      let choose = dlsym(nil, "gotoblas_dynamic_init")
    else { return }
    typealias Call = @convention(c) () -> Void
    setenv(name, ck_vector_floats() == 16 ? "SkylakeX" : "Haswell", 1)
    unsafeBitCast(forget, to: Call.self)()
    unsafeBitCast(choose, to: Call.self)()
    unsetenv(name)
  }
}

/// How many threads OpenBLAS starts while it is loaded: none beside the process's own.
///
/// It asks a function of this name, its own, which looks for OPENBLAS_NUM_THREADS; a program's goes
/// before a library's. Threads that no product uses would cost addresses, and where none can be
/// started OpenBLAS ends the process before it could say why.
/// (OpenBLAS, driver/others/openblas_env.c)
@c(openblas_num_threads_env)
public func threadsOfOpenBLAS() -> CInt { 1 }
