import { codes } from './messages/codes';
import { frame } from './messages/frame';
import { trace } from './messages/trace';
import { work } from './messages/work';

// Every text that a person reads: [Português, English]. `one|many` is chosen by the parameter n.
export const messages = { ...frame, ...work, ...trace, ...codes };

export type MessageKey = keyof typeof messages;
