// The dated tables of policy, embedded by the compiler (C23 #embed).
#include "CPolicy.h"

const unsigned char cpolicy_certificates[] = {
#embed "../../Policy/certificates.json"
};
const size_t cpolicy_certificates_count = sizeof cpolicy_certificates;
