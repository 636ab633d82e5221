#pragma once

#include <string_view>

#include "store/object_store.h"

typedef struct evp_md_ctx_st EVP_MD_CTX;  // NOLINT(modernize-use-using): OpenSSL's own declaration

namespace gdo::store {

// Computes what recognises an object's stored bytes, in one pass over them.
class ContentHasher {
 public:
  ContentHasher();
  ~ContentHasher();
  ContentHasher(const ContentHasher&) = delete;
  ContentHasher& operator=(const ContentHasher&) = delete;

  void update(std::string_view bytes);
  // Of all bytes so far; starts anew.
  ContentId finish();

 private:
  EVP_MD_CTX* context_;
  ContentId id_;
};

// Of bytes that are all there.
ContentId content_of(std::string_view bytes);

}  // namespace gdo::store
