// Still pictures of the WebP format, and what a camera has noted beside them.
#include <webp/decode.h>
#include <webp/demux.h>
