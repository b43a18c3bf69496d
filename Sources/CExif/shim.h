// What a camera notes beside a JPEG: which side of the picture was up.
#include <libexif/exif-data.h>
