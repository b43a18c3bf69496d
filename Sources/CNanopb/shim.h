// nanopb reads protobuf messages field by field and allocates nothing. It has no .pc file: the
// library is named in the module map.
#include <pb.h>
#include <pb_common.h>
#include <pb_decode.h>
