// Prints the numbers of every check of NetworkCheck, a line for each.
#include <stdint.h>
#include <stdio.h>

double *network_check(int32_t check);
void network_check_free(double *numbers);

int main(void) {
  double *numbers;
  for (int32_t check = 0; (numbers = network_check(check)); check++) {
    const int count = (int)numbers[0];
    for (int i = 1; i <= count; i++) printf("%.17g%c", numbers[i], i < count ? ' ' : '\n');
    network_check_free(numbers);
  }
  return 0;
}
