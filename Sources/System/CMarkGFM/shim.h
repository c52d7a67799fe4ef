// cmark-gfm's globals are not importable in Swift 6 mode: one accessor each.
// Kinds of the extensions are assigned at registration: read them after it.
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW, CMARK_NODE_TABLE_CELL,
    CMARK_NODE_STRIKETHROUGH;

static inline int cb_kind_table(void) { return (int)CMARK_NODE_TABLE; }
static inline int cb_kind_table_row(void) { return (int)CMARK_NODE_TABLE_ROW; }
static inline int cb_kind_table_cell(void) { return (int)CMARK_NODE_TABLE_CELL; }
static inline int cb_kind_strikethrough(void) { return (int)CMARK_NODE_STRIKETHROUGH; }
static inline int cb_kind(cmark_node *node) { return (int)cmark_node_get_type(node); }
