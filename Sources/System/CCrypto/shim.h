// SHA-256 and HMAC of libcrypto, without its opaque types.
#include <openssl/evp.h>
#include <openssl/hmac.h>

static inline int cb_sha256(const void *data, size_t count, unsigned char *out) {
  return EVP_Digest(data, count, out, NULL, EVP_sha256(), NULL);
}
static inline int cb_hmac_sha256(const void *key, int key_count, const unsigned char *data,
                                 size_t count, unsigned char *out) {
  unsigned int length = 32;
  return HMAC(EVP_sha256(), key, key_count, data, count, out, &length) != NULL;
}
