// Message digests from OpenSSL's libcrypto.
#include <openssl/evp.h>
