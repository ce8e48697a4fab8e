// For the assemblers: codes answered before any framework.
export { type Answer, isCodeTarget, resolverOf } from './codes/resolver.ts';
