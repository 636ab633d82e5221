#include "trusted/b.h"
