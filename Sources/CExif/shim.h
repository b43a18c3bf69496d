// What a camera notes beside a picture: which side of the picture was up.
#include <libexif/exif-data.h>
