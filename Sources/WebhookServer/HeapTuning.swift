import CHeap

/// How the C library's heap treats what a large request took.
enum HeapTuning {
    /// Lets blocks from 128 KiB on come from the kernel and go back to it. By itself glibc raises that bound to the largest block that was ever
    /// freed, so that after one 7 MB body the next ones fragment the heap. Two arenas instead of one for each thread keep less of what is freed.
    static func giveLargeBlocksBack() {
        heap_give_large_blocks_back(128 << 10, 1 << 20, 2)
    }
}
