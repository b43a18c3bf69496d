// Archives, read from memory.
#include <zip.h>
