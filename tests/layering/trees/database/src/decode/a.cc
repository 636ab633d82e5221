#include "pg/b.h"
