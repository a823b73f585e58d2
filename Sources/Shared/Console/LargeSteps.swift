import CMalloc

/// Has the C library take memory in large steps and keep it to the end: for programs that end soon,
/// before they start a thread.
///
/// Left alone, it gives each thread a heap that grows page by page, a call of the kernel each time,
/// and gives large buffers back at once, only to get the same pages empty again. A run with 1,000
/// machines takes 13 % less CPU this way, and 2 % more memory.
package func takeMemoryInLargeSteps() {
    mallopt(M_ARENA_MAX, 1)
    mallopt(M_TOP_PAD, 2 << 20)
    mallopt(M_MMAP_THRESHOLD, 8 << 20)
    mallopt(M_TRIM_THRESHOLD, 64 << 20)
}
