#include <zlib.h>

// inflateInit2 is a macro, which Swift cannot call. 16 + 15: a gzip header, the largest window.
static inline int aeviz_inflate_init_gzip(z_stream *stream) {
  return inflateInit2(stream, 16 + 15);
}
