// The tables that evidence quotes, embedded by the compiler (C23 #embed).
#include "CEvidence.h"

const unsigned char cevidence_vectors[] = {
#embed "../../KATs/README.md"
};
const size_t cevidence_vectors_count = sizeof cevidence_vectors;

const unsigned char cevidence_sums[] = {
#embed "../../KATs/SHA256SUMS"
};
const size_t cevidence_sums_count = sizeof cevidence_sums;

const unsigned char cevidence_controls[] = {
#embed "../../Policy/controls.json"
};
const size_t cevidence_controls_count = sizeof cevidence_controls;
