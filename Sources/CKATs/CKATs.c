// The shipped vectors, embedded by the compiler (C23 #embed): a file that is missing is a compile
// error, one that changes rebuilds. One line a file here, one in the table; a test compares both
// with the folder KATs/.
#include "CKATs.h"

static const unsigned char ACVP_AES_GCM[] = {
#embed "../../KATs/AES-GCM/ACVP-AES-GCM.kat"
};
static const unsigned char ACVP_AES_GMAC[] = {
#embed "../../KATs/AES-GCM/ACVP-AES-GMAC.kat"
};
static const unsigned char ACVP_AES_CCM[] = {
#embed "../../KATs/AES/ACVP-AES-CCM.kat"
};
static const unsigned char ACVP_AES_ECB[] = {
#embed "../../KATs/AES/ACVP-AES-ECB.kat"
};
static const unsigned char ACVP_AES_CBC[] = {
#embed "../../KATs/AES/ACVP-AES-CBC.kat"
};
static const unsigned char ACVP_AES_CBC_CS1[] = {
#embed "../../KATs/AES/ACVP-AES-CBC-CS1.kat"
};
static const unsigned char ACVP_AES_CBC_CS2[] = {
#embed "../../KATs/AES/ACVP-AES-CBC-CS2.kat"
};
static const unsigned char ACVP_AES_CBC_CS3[] = {
#embed "../../KATs/AES/ACVP-AES-CBC-CS3.kat"
};
static const unsigned char ACVP_AES_CFB1[] = {
#embed "../../KATs/AES/ACVP-AES-CFB1.kat"
};
static const unsigned char ACVP_AES_CFB8[] = {
#embed "../../KATs/AES/ACVP-AES-CFB8.kat"
};
static const unsigned char ACVP_AES_CFB128[] = {
#embed "../../KATs/AES/ACVP-AES-CFB128.kat"
};
static const unsigned char ACVP_AES_OFB[] = {
#embed "../../KATs/AES/ACVP-AES-OFB.kat"
};
static const unsigned char ACVP_AES_CTR[] = {
#embed "../../KATs/AES/ACVP-AES-CTR.kat"
};
static const unsigned char ACVP_AES_XTS[] = {
#embed "../../KATs/AES/ACVP-AES-XTS.kat"
};
static const unsigned char ACVP_AES_KW[] = {
#embed "../../KATs/AES/ACVP-AES-KW.kat"
};
static const unsigned char ACVP_AES_KWP[] = {
#embed "../../KATs/AES/ACVP-AES-KWP.kat"
};
static const unsigned char CMAC_AES[] = {
#embed "../../KATs/AES/CMAC-AES.kat"
};
static const unsigned char SHA_1[] = {
#embed "../../KATs/SHA-1/SHA-1.kat"
};
static const unsigned char SHA2_224[] = {
#embed "../../KATs/SHA-2/SHA2-224.kat"
};
static const unsigned char SHA2_256[] = {
#embed "../../KATs/SHA-2/SHA2-256.kat"
};
static const unsigned char SHA2_384[] = {
#embed "../../KATs/SHA-2/SHA2-384.kat"
};
static const unsigned char SHA2_512_224[] = {
#embed "../../KATs/SHA-2/SHA2-512-224.kat"
};
static const unsigned char SHA2_512_256[] = {
#embed "../../KATs/SHA-2/SHA2-512-256.kat"
};
static const unsigned char SHA2_512[] = {
#embed "../../KATs/SHA-2/SHA2-512.kat"
};
static const unsigned char SHA3_224[] = {
#embed "../../KATs/SHA-3/SHA3-224.kat"
};
static const unsigned char SHA3_256[] = {
#embed "../../KATs/SHA-3/SHA3-256.kat"
};
static const unsigned char SHA3_384[] = {
#embed "../../KATs/SHA-3/SHA3-384.kat"
};
static const unsigned char SHA3_512[] = {
#embed "../../KATs/SHA-3/SHA3-512.kat"
};
static const unsigned char SHAKE_128[] = {
#embed "../../KATs/SHA-3/SHAKE-128.kat"
};
static const unsigned char SHAKE_256[] = {
#embed "../../KATs/SHA-3/SHAKE-256.kat"
};
static const unsigned char HMAC_SHA2_224[] = {
#embed "../../KATs/HMAC/HMAC-SHA2-224.kat"
};
static const unsigned char HMAC_SHA2_256[] = {
#embed "../../KATs/HMAC/HMAC-SHA2-256.kat"
};
static const unsigned char HMAC_SHA2_384[] = {
#embed "../../KATs/HMAC/HMAC-SHA2-384.kat"
};
static const unsigned char HMAC_SHA2_512_224[] = {
#embed "../../KATs/HMAC/HMAC-SHA2-512-224.kat"
};
static const unsigned char HMAC_SHA2_512_256[] = {
#embed "../../KATs/HMAC/HMAC-SHA2-512-256.kat"
};
static const unsigned char HMAC_SHA2_512[] = {
#embed "../../KATs/HMAC/HMAC-SHA2-512.kat"
};
static const unsigned char ctrDRBG[] = {
#embed "../../KATs/DRBG/ctrDRBG.kat"
};
static const unsigned char hashDRBG[] = {
#embed "../../KATs/DRBG/hashDRBG.kat"
};
static const unsigned char hmacDRBG[] = {
#embed "../../KATs/DRBG/hmacDRBG.kat"
};
static const unsigned char DetECDSA_sigGen[] = {
#embed "../../KATs/ECDSA/DetECDSA-sigGen.kat"
};
static const unsigned char RSA_keyGen[] = {
#embed "../../KATs/RSA/RSA-keyGen.kat"
};
static const unsigned char RSA_sigGen[] = {
#embed "../../KATs/RSA/RSA-sigGen.kat"
};
static const unsigned char RSA_sigVer[] = {
#embed "../../KATs/RSA/RSA-sigVer.kat"
};
static const unsigned char RSA_signaturePrimitive[] = {
#embed "../../KATs/RSA/RSA-signaturePrimitive.kat"
};
static const unsigned char RSA_decryptionPrimitive[] = {
#embed "../../KATs/RSA/RSA-decryptionPrimitive.kat"
};
static const unsigned char EDDSA_keyGen[] = {
#embed "../../KATs/EdDSA/EDDSA-keyGen.kat"
};
static const unsigned char EDDSA_sigGen[] = {
#embed "../../KATs/EdDSA/EDDSA-sigGen.kat"
};
static const unsigned char EDDSA_sigVer[] = {
#embed "../../KATs/EdDSA/EDDSA-sigVer.kat"
};
static const unsigned char ECDSA_keyGen[] = {
#embed "../../KATs/ECDSA/ECDSA-keyGen.kat"
};
static const unsigned char ECDSA_keyVer[] = {
#embed "../../KATs/ECDSA/ECDSA-keyVer.kat"
};
static const unsigned char ECDSA_sigGen[] = {
#embed "../../KATs/ECDSA/ECDSA-sigGen.kat"
};
static const unsigned char ECDSA_sigVer[] = {
#embed "../../KATs/ECDSA/ECDSA-sigVer.kat"
};
static const unsigned char HMAC_SHA_1[] = {
#embed "../../KATs/HMAC/HMAC-SHA-1.kat"
};
static const unsigned char HMAC_SHA3_224[] = {
#embed "../../KATs/HMAC/HMAC-SHA3-224.kat"
};
static const unsigned char HMAC_SHA3_256[] = {
#embed "../../KATs/HMAC/HMAC-SHA3-256.kat"
};
static const unsigned char HMAC_SHA3_384[] = {
#embed "../../KATs/HMAC/HMAC-SHA3-384.kat"
};
static const unsigned char HMAC_SHA3_512[] = {
#embed "../../KATs/HMAC/HMAC-SHA3-512.kat"
};
static const unsigned char cSHAKE_128[] = {
#embed "../../KATs/SHA-3/cSHAKE-128.kat"
};
static const unsigned char cSHAKE_256[] = {
#embed "../../KATs/SHA-3/cSHAKE-256.kat"
};
static const unsigned char KMAC_128[] = {
#embed "../../KATs/SHA-3/KMAC-128.kat"
};
static const unsigned char KMAC_256[] = {
#embed "../../KATs/SHA-3/KMAC-256.kat"
};
static const unsigned char KDA_HKDF[] = {
#embed "../../KATs/KDF/KDA-HKDF.kat"
};
static const unsigned char KDA_OneStep[] = {
#embed "../../KATs/KDF/KDA-OneStep.kat"
};
static const unsigned char KDA_TwoStep[] = {
#embed "../../KATs/KDF/KDA-TwoStep.kat"
};
static const unsigned char KDF[] = {
#embed "../../KATs/KDF/KDF.kat"
};
static const unsigned char PBKDF[] = {
#embed "../../KATs/KDF/PBKDF.kat"
};
static const unsigned char TLS_v1_2_KDF[] = {
#embed "../../KATs/KDF/TLS-v1.2-KDF.kat"
};
static const unsigned char TLS_v1_3_KDF[] = {
#embed "../../KATs/KDF/TLS-v1.3-KDF.kat"
};
static const unsigned char kdf_components_ssh[] = {
#embed "../../KATs/KDF/kdf-components-ssh.kat"
};
static const unsigned char kdf_components_ansix9_63[] = {
#embed "../../KATs/KDF/kdf-components-ansix9.63.kat"
};
static const unsigned char kdf_components_ansix9_42[] = {
#embed "../../KATs/KDF/kdf-components-ansix9.42.kat"
};
static const unsigned char KAS_ECC_SSC[] = {
#embed "../../KATs/KAS/KAS-ECC-SSC.kat"
};
static const unsigned char KAS_ECC_CDH_Component[] = {
#embed "../../KATs/KAS/KAS-ECC-CDH-Component.kat"
};
static const unsigned char KAS_FFC_SSC[] = {
#embed "../../KATs/KAS/KAS-FFC-SSC.kat"
};
static const unsigned char safePrimes_keyGen[] = {
#embed "../../KATs/KAS/safePrimes-keyGen.kat"
};
static const unsigned char safePrimes_keyVer[] = {
#embed "../../KATs/KAS/safePrimes-keyVer.kat"
};
static const unsigned char ML_KEM_keyGen[] = {
#embed "../../KATs/ML-KEM/ML-KEM-keyGen.kat"
};
static const unsigned char ML_KEM_encapDecap[] = {
#embed "../../KATs/ML-KEM/ML-KEM-encapDecap.kat"
};
static const unsigned char ML_DSA_keyGen[] = {
#embed "../../KATs/ML-DSA/ML-DSA-keyGen.kat"
};
static const unsigned char ML_DSA_sigGen[] = {
#embed "../../KATs/ML-DSA/ML-DSA-sigGen.kat"
};
static const unsigned char ML_DSA_sigVer[] = {
#embed "../../KATs/ML-DSA/ML-DSA-sigVer.kat"
};
static const unsigned char SLH_DSA_keyGen[] = {
#embed "../../KATs/SLH-DSA/SLH-DSA-keyGen.kat"
};
static const unsigned char SLH_DSA_sigGen[] = {
#embed "../../KATs/SLH-DSA/SLH-DSA-sigGen.kat"
};
static const unsigned char SLH_DSA_sigVer[] = {
#embed "../../KATs/SLH-DSA/SLH-DSA-sigVer.kat"
};

#define FILE_OF(path, bytes) {path, bytes, sizeof bytes}

const struct ckats_file ckats_files[] = {
    FILE_OF("AES-GCM/ACVP-AES-GCM.kat", ACVP_AES_GCM),
    FILE_OF("AES-GCM/ACVP-AES-GMAC.kat", ACVP_AES_GMAC),
    FILE_OF("AES/ACVP-AES-CCM.kat", ACVP_AES_CCM),
    FILE_OF("AES/ACVP-AES-ECB.kat", ACVP_AES_ECB),
    FILE_OF("AES/ACVP-AES-CBC.kat", ACVP_AES_CBC),
    FILE_OF("AES/ACVP-AES-CBC-CS1.kat", ACVP_AES_CBC_CS1),
    FILE_OF("AES/ACVP-AES-CBC-CS2.kat", ACVP_AES_CBC_CS2),
    FILE_OF("AES/ACVP-AES-CBC-CS3.kat", ACVP_AES_CBC_CS3),
    FILE_OF("AES/ACVP-AES-CFB1.kat", ACVP_AES_CFB1),
    FILE_OF("AES/ACVP-AES-CFB8.kat", ACVP_AES_CFB8),
    FILE_OF("AES/ACVP-AES-CFB128.kat", ACVP_AES_CFB128),
    FILE_OF("AES/ACVP-AES-OFB.kat", ACVP_AES_OFB),
    FILE_OF("AES/ACVP-AES-CTR.kat", ACVP_AES_CTR),
    FILE_OF("AES/ACVP-AES-XTS.kat", ACVP_AES_XTS),
    FILE_OF("AES/ACVP-AES-KW.kat", ACVP_AES_KW),
    FILE_OF("AES/ACVP-AES-KWP.kat", ACVP_AES_KWP),
    FILE_OF("AES/CMAC-AES.kat", CMAC_AES),
    FILE_OF("SHA-1/SHA-1.kat", SHA_1),
    FILE_OF("SHA-2/SHA2-224.kat", SHA2_224),
    FILE_OF("SHA-2/SHA2-256.kat", SHA2_256),
    FILE_OF("SHA-2/SHA2-384.kat", SHA2_384),
    FILE_OF("SHA-2/SHA2-512-224.kat", SHA2_512_224),
    FILE_OF("SHA-2/SHA2-512-256.kat", SHA2_512_256),
    FILE_OF("SHA-2/SHA2-512.kat", SHA2_512),
    FILE_OF("SHA-3/SHA3-224.kat", SHA3_224),
    FILE_OF("SHA-3/SHA3-256.kat", SHA3_256),
    FILE_OF("SHA-3/SHA3-384.kat", SHA3_384),
    FILE_OF("SHA-3/SHA3-512.kat", SHA3_512),
    FILE_OF("SHA-3/SHAKE-128.kat", SHAKE_128),
    FILE_OF("SHA-3/SHAKE-256.kat", SHAKE_256),
    FILE_OF("HMAC/HMAC-SHA2-224.kat", HMAC_SHA2_224),
    FILE_OF("HMAC/HMAC-SHA2-256.kat", HMAC_SHA2_256),
    FILE_OF("HMAC/HMAC-SHA2-384.kat", HMAC_SHA2_384),
    FILE_OF("HMAC/HMAC-SHA2-512-224.kat", HMAC_SHA2_512_224),
    FILE_OF("HMAC/HMAC-SHA2-512-256.kat", HMAC_SHA2_512_256),
    FILE_OF("HMAC/HMAC-SHA2-512.kat", HMAC_SHA2_512),
    FILE_OF("DRBG/ctrDRBG.kat", ctrDRBG),
    FILE_OF("DRBG/hashDRBG.kat", hashDRBG),
    FILE_OF("DRBG/hmacDRBG.kat", hmacDRBG),
    FILE_OF("ECDSA/DetECDSA-sigGen.kat", DetECDSA_sigGen),
    FILE_OF("ECDSA/ECDSA-keyGen.kat", ECDSA_keyGen),
    FILE_OF("ECDSA/ECDSA-keyVer.kat", ECDSA_keyVer),
    FILE_OF("ECDSA/ECDSA-sigGen.kat", ECDSA_sigGen),
    FILE_OF("ECDSA/ECDSA-sigVer.kat", ECDSA_sigVer),
    FILE_OF("HMAC/HMAC-SHA-1.kat", HMAC_SHA_1),
    FILE_OF("HMAC/HMAC-SHA3-224.kat", HMAC_SHA3_224),
    FILE_OF("HMAC/HMAC-SHA3-256.kat", HMAC_SHA3_256),
    FILE_OF("HMAC/HMAC-SHA3-384.kat", HMAC_SHA3_384),
    FILE_OF("HMAC/HMAC-SHA3-512.kat", HMAC_SHA3_512),
    FILE_OF("SHA-3/cSHAKE-128.kat", cSHAKE_128),
    FILE_OF("SHA-3/cSHAKE-256.kat", cSHAKE_256),
    FILE_OF("SHA-3/KMAC-128.kat", KMAC_128),
    FILE_OF("SHA-3/KMAC-256.kat", KMAC_256),
    FILE_OF("KDF/KDA-HKDF.kat", KDA_HKDF),
    FILE_OF("KDF/KDA-OneStep.kat", KDA_OneStep),
    FILE_OF("KDF/KDA-TwoStep.kat", KDA_TwoStep),
    FILE_OF("KDF/KDF.kat", KDF),
    FILE_OF("KDF/PBKDF.kat", PBKDF),
    FILE_OF("KDF/TLS-v1.2-KDF.kat", TLS_v1_2_KDF),
    FILE_OF("KDF/TLS-v1.3-KDF.kat", TLS_v1_3_KDF),
    FILE_OF("KDF/kdf-components-ssh.kat", kdf_components_ssh),
    FILE_OF("KDF/kdf-components-ansix9.63.kat", kdf_components_ansix9_63),
    FILE_OF("KDF/kdf-components-ansix9.42.kat", kdf_components_ansix9_42),
    FILE_OF("KAS/KAS-ECC-SSC.kat", KAS_ECC_SSC),
    FILE_OF("KAS/KAS-ECC-CDH-Component.kat", KAS_ECC_CDH_Component),
    FILE_OF("KAS/KAS-FFC-SSC.kat", KAS_FFC_SSC),
    FILE_OF("KAS/safePrimes-keyGen.kat", safePrimes_keyGen),
    FILE_OF("KAS/safePrimes-keyVer.kat", safePrimes_keyVer),
    FILE_OF("ML-KEM/ML-KEM-keyGen.kat", ML_KEM_keyGen),
    FILE_OF("ML-KEM/ML-KEM-encapDecap.kat", ML_KEM_encapDecap),
    FILE_OF("ML-DSA/ML-DSA-keyGen.kat", ML_DSA_keyGen),
    FILE_OF("ML-DSA/ML-DSA-sigGen.kat", ML_DSA_sigGen),
    FILE_OF("ML-DSA/ML-DSA-sigVer.kat", ML_DSA_sigVer),
    FILE_OF("SLH-DSA/SLH-DSA-keyGen.kat", SLH_DSA_keyGen),
    FILE_OF("SLH-DSA/SLH-DSA-sigGen.kat", SLH_DSA_sigGen),
    FILE_OF("SLH-DSA/SLH-DSA-sigVer.kat", SLH_DSA_sigVer),
    FILE_OF("EdDSA/EDDSA-keyGen.kat", EDDSA_keyGen),
    FILE_OF("EdDSA/EDDSA-sigGen.kat", EDDSA_sigGen),
    FILE_OF("EdDSA/EDDSA-sigVer.kat", EDDSA_sigVer),
    FILE_OF("RSA/RSA-decryptionPrimitive.kat", RSA_decryptionPrimitive),
    FILE_OF("RSA/RSA-keyGen.kat", RSA_keyGen),
    FILE_OF("RSA/RSA-sigGen.kat", RSA_sigGen),
    FILE_OF("RSA/RSA-sigVer.kat", RSA_sigVer),
    FILE_OF("RSA/RSA-signaturePrimitive.kat", RSA_signaturePrimitive),
};

const size_t ckats_file_count = sizeof ckats_files / sizeof ckats_files[0];
