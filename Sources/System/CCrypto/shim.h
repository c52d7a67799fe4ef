// SHA-256 and HMAC of libcrypto, without its opaque types.
#include <openssl/evp.h>
#include <openssl/hmac.h>

static inline int cb_sha256(const void *data, size_t count, unsigned char *out) {
  return EVP_Digest(data, count, out, NULL, EVP_sha256(), NULL);
}
/// SHA-256 of bytes that come one after another; null or 0 where libcrypto has no memory.
static inline EVP_MD_CTX *cb_sha256_begin(void) {
  EVP_MD_CTX *state = EVP_MD_CTX_new();
  if (state && !EVP_DigestInit_ex(state, EVP_sha256(), NULL)) {
    EVP_MD_CTX_free(state);
    return NULL;
  }
  return state;
}
static inline int cb_sha256_add(EVP_MD_CTX *state, const void *data, size_t count) {
  return EVP_DigestUpdate(state, data, count);
}
static inline int cb_sha256_end(EVP_MD_CTX *state, unsigned char *out) {
  int done = EVP_DigestFinal_ex(state, out, NULL);
  EVP_MD_CTX_free(state);
  return done;
}
static inline void cb_sha256_drop(EVP_MD_CTX *state) { EVP_MD_CTX_free(state); }
static inline int cb_hmac_sha256(const void *key, int key_count, const unsigned char *data,
                                 size_t count, unsigned char *out) {
  unsigned int length = 32;
  return HMAC(EVP_sha256(), key, key_count, data, count, out, &length) != NULL;
}
