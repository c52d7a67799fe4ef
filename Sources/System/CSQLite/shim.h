// SQLite's variadic calls and its destructor macros are not importable in Swift.
#include <sqlite3.h>
#include <string.h>

static inline int cb_db_config(sqlite3 *db, int what, int on) {
  return sqlite3_db_config(db, what, on, (int *)0);
}
static inline int cb_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
  return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}
/// Opens a copy of bytes as the database "main", read only.
static inline int cb_open_image(sqlite3 *db, const unsigned char *bytes, sqlite3_int64 count) {
  unsigned char *copy = (unsigned char *)sqlite3_malloc64((sqlite3_uint64)count);
  if (!copy) return SQLITE_NOMEM;
  memcpy(copy, bytes, (size_t)count);
  return sqlite3_deserialize(db, "main", copy, count, count,
                             SQLITE_DESERIALIZE_READONLY | SQLITE_DESERIALIZE_FREEONCLOSE);
}
