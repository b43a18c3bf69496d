// What Embedded Swift and the kernels expect of a C library, for WebAssembly alone: memory.
#include <stdint.h>
#include <string.h>

void *memcpy(void *restrict target, const void *restrict source, size_t count) {
  return __builtin_memcpy(target, source, count);  // one instruction: memory.copy
}

void *memmove(void *target, const void *source, size_t count) {
  return __builtin_memmove(target, source, count);
}

void *memset(void *target, int value, size_t count) {
  return __builtin_memset(target, value, count);
}

// Memory is given out in blocks of 2ⁿ bytes; a block that comes back waits for the next who asks for
// one of its size. In front of what is given out lies the block that it is in.

typedef struct block {
  struct block *next;
  uint32_t size_class;
} block;

typedef struct {
  block *owner;
  char padding[12];
} header;

extern char __heap_base;
enum { page = 65536, smallest_class = 5, classes = 32 };

static block *waiting[classes];
static uintptr_t unused_start, unused_end;

static block *new_block(uint32_t size_class) {
  if (!unused_start) {
    unused_start = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
    unused_end = __builtin_wasm_memory_size(0) * page;
  }
  const uintptr_t size = (uintptr_t)1 << size_class;
  if (unused_end - unused_start < size) {
    const uintptr_t pages = (size - (unused_end - unused_start) + page - 1) / page;
    if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX) return NULL;
    unused_end += pages * page;
  }
  block *new = (block *)unused_start;
  unused_start += size;
  new->size_class = size_class;
  return new;
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  enum { out_of_memory = 12 };
  if (alignment < 16) alignment = 16;
  const size_t whole = sizeof(block) + sizeof(header) + alignment + size;
  if (whole < size || whole > (size_t)1 << (classes - 1)) return out_of_memory;
  uint32_t size_class = smallest_class;
  while ((size_t)1 << size_class < whole) size_class++;
  block *owner = waiting[size_class];
  if (owner) {
    waiting[size_class] = owner->next;
  } else {
    owner = new_block(size_class);
    if (!owner) return out_of_memory;
  }
  const uintptr_t first = (uintptr_t)owner + sizeof(block) + sizeof(header);
  const uintptr_t start = (first + alignment - 1) & ~(uintptr_t)(alignment - 1);
  ((header *)start)[-1].owner = owner;
  *result = (void *)start;
  return 0;
}

void *malloc(size_t size) {
  void *result;
  return posix_memalign(&result, 16, size) == 0 ? result : NULL;
}

void free(void *memory) {
  if (!memory) return;
  block *owner = ((header *)memory)[-1].owner;
  owner->next = waiting[owner->size_class];
  waiting[owner->size_class] = owner;
}
