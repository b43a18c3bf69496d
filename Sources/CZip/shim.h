// Archives, read from files and written in memory.
#include <zip.h>
