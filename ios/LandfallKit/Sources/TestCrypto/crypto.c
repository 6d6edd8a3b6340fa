#include "TestCrypto.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>

int tc_random(uint8_t *bytes, size_t length) { return RAND_bytes(bytes, (int)length) == 1; }

int tc_p256_generate(uint8_t scalar[32], uint8_t point[65]) {
    EVP_PKEY *key = EVP_EC_gen("P-256");
    if (key == NULL) return 0;
    BIGNUM *number = NULL;
    size_t size = 0;
    int ok = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1 &&
             BN_bn2binpad(number, scalar, 32) == 32 &&
             EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, point, 65, &size) == 1 &&
             size == 65;
    BN_clear_free(number);
    EVP_PKEY_free(key);
    return ok;
}

static EVP_PKEY *signing_key(const uint8_t scalar[32]) {
    EVP_PKEY *key = NULL;
    BIGNUM *number = BN_bin2bn(scalar, 32, NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *parameters = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (number && build && context &&
        OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number) &&
        (parameters = OSSL_PARAM_BLD_to_param(build)) && EVP_PKEY_fromdata_init(context) == 1) {
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters);
    }
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(build);
    EVP_PKEY_CTX_free(context);
    BN_clear_free(number);
    return key;
}

int tc_p256_sign(const uint8_t scalar[32], const uint8_t *message, size_t length, uint8_t *signature, size_t *size) {
    EVP_PKEY *key = signing_key(scalar);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int ok = key && context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
             EVP_DigestSign(context, signature, size, message, length) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return ok;
}

int tc_gcm_seal(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *plain, size_t length, uint8_t *out) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int wrote = 0, rest = 0;
    int ok = context && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
             EVP_EncryptUpdate(context, out, &wrote, plain, (int)length) == 1 &&
             EVP_EncryptFinal_ex(context, out + wrote, &rest) == 1 &&
             EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, out + length) == 1;
    EVP_CIPHER_CTX_free(context);
    return ok;
}

int tc_gcm_open(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *sealed, size_t length, uint8_t *out) {
    if (length < 16) return 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int wrote = 0, rest = 0;
    int ok = context && EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
             EVP_DecryptUpdate(context, out, &wrote, sealed, (int)length - 16) == 1 &&
             EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, (void *)(sealed + length - 16)) == 1 &&
             EVP_DecryptFinal_ex(context, out + wrote, &rest) == 1;
    EVP_CIPHER_CTX_free(context);
    return ok;
}

int tc_aes128(const uint8_t key[16], const uint8_t block[16], uint8_t out[16]) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int wrote = 0;
    int ok = context && EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), NULL, key, NULL) == 1 &&
             EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
             EVP_EncryptUpdate(context, out, &wrote, block, 16) == 1 && wrote == 16;
    EVP_CIPHER_CTX_free(context);
    return ok;
}
