// cmark-gfm's globals are not importable in Swift 6 mode: one accessor each.
// Kinds of the extensions are assigned at registration: read them after it.
#define _GNU_SOURCE
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

/// Whether a text holds a word.
static inline int cb_holds(const void *text, size_t count, const void *word, size_t length) {
  return memmem(text, count, word, length) != NULL;
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
