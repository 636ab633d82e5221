#include "app/b.h"
