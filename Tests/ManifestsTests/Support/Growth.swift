import Foundation

/// How many times more CPU time eight times the input takes: 8 where work grows with the input, 64 where it grows with its square.
///
/// Time of this thread only, so that a busy machine changes little; the best of three runs of the small input, so that nothing seems to
/// grow that only woke up.
func growth(from small: Int, of work: (_ size: Int) -> Void) -> Double {
    work(small)
    let few = (0..<3).map { _ in threadTime { work(small) } }.min() ?? 0
    return threadTime { work(8 * small) } / max(few, 1e-4)
}

/// Far from 8 and from 64.
let mostGrowth = 24.0

/// Seconds of this thread's CPU.
private func threadTime(_ work: () -> Void) -> Double {
    let start = now()
    work()
    return now() - start
}

private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
