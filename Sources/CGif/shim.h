// giflib. Debian ships a libgif.pc, others do not: the library is named in the module map.
#include <gif_lib.h>
