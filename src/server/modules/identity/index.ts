// Who acts. Until accounts exist every act is the public's, the operator's (command line) or the system's (jobs).
export { type Actor, OPERATOR, PUBLIC, SYSTEM } from '#server/platform/ctx.ts';
