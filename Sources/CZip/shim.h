// Archives, read and written in memory.
#include <zip.h>
