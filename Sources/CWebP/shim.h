// Still pictures of the WebP format.
#include <webp/decode.h>
