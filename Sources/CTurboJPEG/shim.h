// libjpeg-turbo, by its own interface: it answers with codes, where libjpeg's jumps.
#include <turbojpeg.h>
