#include <fmt/format.h>

#include "app/connections.h"
#include "app/doctor/checks.h"
#include "base/translation.h"
#include "store/gcs/subscription.h"

namespace gdo::app {
namespace {

using Answer = store::SubscriptionState::Answer;

// Without it a watch lists the bucket, so that nothing of this is broken.
Finding remark(std::string text, std::string advice) {
  return {"lake", Finding::Level::remark, std::move(text), std::move(advice)};
}

Finding finding_of(const store::SubscriptionState& state, const std::string& name) {
  switch (state.answer) {
    case Answer::may_pull:
      return {"lake", Finding::Level::fine, trf("hears of new files through {}", name)};
    case Answer::may_not_pull:
      return remark(trf("may not pull from {}, or it is not there", name),
                    tr("check its name, and give gdo the role roles/pubsub.subscriber on it"));
    case Answer::missing:
      return remark(trf("the subscription {} does not exist", name),
                    tr("create it, or check GDO_PUBSUB_SUBSCRIPTION: gcloud pubsub subscriptions "
                       "create NAME --topic=TOPIC --expiration-period=never"));
    case Answer::pushes:
      return remark(trf("the subscription {} pushes its messages: none can be pulled", name),
                    tr("make another without a push endpoint, and set GDO_PUBSUB_SUBSCRIPTION"));
    case Answer::no_topic:
      return remark(trf("the topic of {} was deleted: no message comes any more", name),
                    tr("create the subscription again, of the topic that the bucket notifies"));
    case Answer::not_asked:
      return remark(trf("{} could not be asked about: {}", name, state.problem),
                    tr("check the network, PUBSUB_EMULATOR_HOST and "
                       "GOOGLE_APPLICATION_CREDENTIALS, then run `gdo doctor` again"));
  }
  return {};
}

}  // namespace

Findings check_subscription(const config::Settings& settings) {
  const std::string& name = settings.pubsub_subscription;
  if (name.empty()) return {};
  const auto state = store::subscription_state(settings.lake, store_options(settings));
  if (state) return {finding_of(*state, name)};
  return {remark(tr("GDO_PUBSUB_SUBSCRIPTION is set, but the lake is no bucket"),
                 tr("unset it: a folder is watched without"))};
}

}  // namespace gdo::app
