#include "contract/b.h"
