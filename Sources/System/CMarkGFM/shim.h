// cmark-gfm's globals are not importable in Swift 6 mode: one accessor each.
// Kinds of the extensions are assigned at registration: read them after it.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <pthread.h>

extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW, CMARK_NODE_TABLE_CELL,
    CMARK_NODE_STRIKETHROUGH;

static inline int cb_kind_table(void) { return (int)CMARK_NODE_TABLE; }
static inline int cb_kind_table_row(void) { return (int)CMARK_NODE_TABLE_ROW; }
static inline int cb_kind_table_cell(void) { return (int)CMARK_NODE_TABLE_CELL; }
static inline int cb_kind_strikethrough(void) { return (int)CMARK_NODE_STRIKETHROUGH; }

typedef uint8_t cb_sixteen __attribute__((vector_size(16), aligned(1)));

/// The first place from `start` on at which HTML may need an entity, or `count`: one of `"&'<>`
/// or a control character. Sixteen bytes at a time.
static inline size_t cb_plain_end(const uint8_t *text, size_t start, size_t count) {
  size_t at = start;
  for (; at + 16 <= count; at += 16) {
    cb_sixteen b = *(const cb_sixteen *)(text + at);
    cb_sixteen found = (cb_sixteen)((b < 0x20) | (b == 0x26) | (b == 0x3C) | (b == 0x3E) |
                                    (b == 0x22) | (b == 0x27) | (b == 0x7F));
    uint64_t halves[2];
    memcpy(halves, &found, 16);
    if (halves[0] | halves[1]) break;
  }
  for (; at < count; at++) {
    uint8_t b = text[at];
    if (b < 0x20 || b == 0x26 || b == 0x3C || b == 0x3E || b == 0x22 || b == 0x27 || b == 0x7F) break;
  }
  return at;
}

/// How often a byte stands in a text.
static inline size_t cb_count(const uint8_t *text, size_t count, uint8_t byte) {
  size_t found = 0;
  for (size_t start = 0; start < count; start += 255) {
    size_t end = count - start < 255 ? count : start + 255;
    uint8_t here = 0;
    for (size_t i = start; i < end; i++) here += text[i] == byte;
    found += here;
  }
  return found;
}

/// What of a text the extensions of cmark-gfm could find something in: 1 `|`, 2 `~`, 4 `[`,
/// 8 an address (`@`, `://`, `www.`), 16 `[@`, 128 `[^`.
static inline int cb_needs(const uint8_t *text, size_t count) {
  static const uint8_t kinds[256] = {['|'] = 1, ['~'] = 2, ['['] = 4, ['@'] = 8, [':'] = 32, ['.'] = 64};
  int found = 0;
  for (size_t i = 0; i < count; i++) {
    uint8_t kind = kinds[text[i]];
    if (!kind) continue;
    if (kind < 32) found |= kind;
    if (kind == 4 && count - i > 1 && text[i + 1] == '^') found |= 128;
    if (kind == 8 && i && text[i - 1] == '[') found |= 16;
    if (kind == 32 && count - i > 2 && text[i + 1] == '/' && text[i + 2] == '/') found |= 8;
    if (kind == 64 && i > 2 && (!memcmp(text + i - 3, "www", 3) || !memcmp(text + i - 3, "WWW", 3)))
      found |= 8;
  }
  return found;
}

/// Memory for the parses of one thread, given out from chunks and given back at once: cmark-gfm
/// asks for some two thousand small blocks for a page, and would free them one by one.
struct cb_chunk {
  struct cb_chunk *below;
  size_t size, used;
  uint64_t pad;
};
/// How far the memory was used when a parse began.
struct cb_mark {
  struct cb_chunk *chunk;
  size_t used;
};
/// Called from one Swift file only, as the lock is: each object file has its own.
static inline struct cb_chunk **cb_memory(void) {
  static __thread struct cb_chunk *top;
  return &top;
}
static inline struct cb_mark cb_memory_mark(void) {
  struct cb_chunk *top = *cb_memory();
  struct cb_mark mark = {top, top ? top->used : 0};
  return mark;
}
static inline void cb_memory_release(struct cb_mark mark) {
  struct cb_chunk **top = cb_memory();
  while (*top != mark.chunk) {
    struct cb_chunk *below = (*top)->below;
    free(*top);
    *top = below;
  }
  if (*top) (*top)->used = mark.used;
}
/// Blocks stand behind their size, at multiples of sixteen bytes.
static inline void *cb_memory_take(size_t size) {
  struct cb_chunk **top = cb_memory();
  size_t whole = ((size + 15) & ~(size_t)15) + 16;
  if (whole < size) abort();
  if (!*top || (*top)->size - (*top)->used < whole) {
    size_t room = *top ? (*top)->size * 2 : (size_t)1 << 17;
    if (room > (size_t)1 << 22) room = (size_t)1 << 22;
    if (room < whole) room = whole;
    struct cb_chunk *chunk = malloc(sizeof *chunk + room);
    if (!chunk) abort();
    chunk->below = *top, chunk->size = room, chunk->used = 0;
    *top = chunk;
  }
  uint8_t *block = (uint8_t *)(*top + 1) + (*top)->used;
  (*top)->used += whole;
  *(size_t *)block = size;
  return block + 16;
}
static inline int cb_memory_is_last(void *block, size_t size) {
  struct cb_chunk *top = *cb_memory();
  return top && (uint8_t *)block + ((size + 15) & ~(size_t)15) == (uint8_t *)(top + 1) + top->used;
}
static inline void *cb_memory_calloc(size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) abort();
  return memset(cb_memory_take(count * size), 0, count * size);
}
static inline void *cb_memory_realloc(void *block, size_t size) {
  if (!block) return cb_memory_take(size);
  size_t old = *(size_t *)((uint8_t *)block - 16);
  if (size <= old) return block;
  struct cb_chunk *top = *cb_memory();
  size_t more = ((size + 15) & ~(size_t)15) - ((old + 15) & ~(size_t)15);
  if (cb_memory_is_last(block, old) && top->size - top->used >= more) {
    top->used += more;
    *(size_t *)((uint8_t *)block - 16) = size;
    return block;
  }
  return memcpy(cb_memory_take(size), block, old);
}
static inline void cb_memory_free(void *block) {
  if (!block) return;
  size_t size = *(size_t *)((uint8_t *)block - 16);
  if (cb_memory_is_last(block, size))
    (*cb_memory())->used -= ((size + 15) & ~(size_t)15) + 16;
}
static inline cmark_parser *cb_parser(int options) {
  static cmark_mem memory = {cb_memory_calloc, cb_memory_realloc, cb_memory_free};
  return cmark_parser_new_with_mem(options, &memory);
}

static inline pthread_rwlock_t *cb_parsing(void) {
  static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  return &lock;
}
/// Many plain parses, or one that changes cmark-gfm's global tables. Called from one Swift
/// file only: each object file that calls it would have a lock of its own.
static inline void cb_parse_lock(int alone) {
  if (alone) pthread_rwlock_wrlock(cb_parsing());
  else pthread_rwlock_rdlock(cb_parsing());
}
static inline void cb_parse_unlock(void) { pthread_rwlock_unlock(cb_parsing()); }
