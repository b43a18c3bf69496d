// Everything that Drawing/Render calls: cairo's surfaces, and Pango for text.
#include <cairo/cairo.h>
#include <cairo/cairo-pdf.h>
#include <cairo/cairo-svg.h>
#include <pango/pangocairo.h>
