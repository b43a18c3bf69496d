#include <png.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

// libpng reports an error by a jump, which must not pass over Swift: from the first call to the
// last, the reading stays in here.

// A PNG in memory, and what was wrong with it.
typedef struct {
  const unsigned char *bytes;
  size_t count;
  size_t offset;
  char problem[160];
  // Where a copy of what the camera has noted (Exif) goes; null when it is not asked for.
  unsigned char *notes;
} aeviz_png;

// How large a picture is once it is unpacked to 8 bits: 1 channel for grey, 2 with alpha, 3 for
// colour, 4 with alpha.
typedef struct {
  unsigned int width;
  unsigned int height;
  unsigned int channels;
  // Bytes of notes before the pixels.
  unsigned int notes;
} aeviz_png_size;

static inline void aeviz_png_take(png_structp png, png_bytep target, png_size_t wanted) {
  aeviz_png *input = (aeviz_png *)png_get_io_ptr(png);
  if (wanted > input->count - input->offset) png_error(png, "the file is cut off");
  memcpy(target, input->bytes + input->offset, wanted);
  input->offset += wanted;
}

static inline void aeviz_png_fail(png_structp png, png_const_charp message) {
  aeviz_png *input = (aeviz_png *)png_get_error_ptr(png);
  snprintf(input->problem, sizeof input->problem, "%s", message);
  png_longjmp(png, 1);
}

// What libpng warns of it has mended.
static inline void aeviz_png_ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

// Reads the size, and the pixels too where `pixels` is not null: rows without gaps, as large as an
// earlier call has said. 1 for success; else `problem` says what is wrong.
static inline int aeviz_png_read(aeviz_png *input, aeviz_png_size *size, unsigned char *pixels) {
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, input, aeviz_png_fail, aeviz_png_ignore);
  // Where libpng has no memory, the second call is not made.
  png_infop info = png ? png_create_info_struct(png) : NULL;
  input->offset = 0;
  input->problem[0] = 0;
  if (!info || setjmp(png_jmpbuf(png))) {
    if (!info) snprintf(input->problem, sizeof input->problem, "there is no memory for it");
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
  }
  png_set_read_fn(png, input, aeviz_png_take);
  png_set_user_limits(png, 65535, 65535);
  png_read_info(png, info);
  // Palettes become colours, fewer bits than 8 become 8, a colour that stands for nothing becomes
  // alpha; 16 bits are rounded. The values stay those of the file, whatever gamma it names.
  png_set_expand(png);
  png_set_scale_16(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  size->width = png_get_image_width(png, info);
  size->height = png_get_image_height(png, info);
  size->channels = png_get_channels(png, info);
  png_bytep notes = NULL;
  size->notes = 0;
  if (png_get_eXIf_1(png, info, &size->notes, &notes) && notes && input->notes)
    memcpy(input->notes, notes, size->notes);
  if (pixels) {
    size_t row = (size_t)size->width * size->channels;
    if (png_get_rowbytes(png, info) != row) png_error(png, "the rows have another length");
    for (int pass = 0; pass < passes; pass++) {
      for (unsigned int y = 0; y < size->height; y++) png_read_row(png, pixels + y * row, NULL);
    }
    png_read_end(png, NULL);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return 1;
}
