// How the web process runs: a small young generation and a heap that grows by a tenth instead of doubling keep its memory near
// what it needs (measured after thousands of first renderings: well under what the defaults take).
// A young generation this small is swept sooner by one thread than handed round (a twentieth of a search's CPU).
export const WEB_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=10', '--no-parallel-scavenge'];

// The tables of the search lie in memory from malloc: in large pages (where the system's C library and kernel know them) the processor
// finds its way among them sooner (a twentieth of a search's CPU). Elsewhere the word means nothing.
export const WEB_ENV = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };
