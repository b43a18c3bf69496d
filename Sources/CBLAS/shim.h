// Matrix products (CBLAS) and factorisations (LAPACKE), both from OpenBLAS.
#include <cblas.h>
#include <lapacke.h>
