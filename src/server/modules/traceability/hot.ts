// For the assemblers: codes answered before any framework; looks at items counted behind it.
export { createLooks } from './codes/looks.ts';
export { type Answer, isCodeTarget, resolverOf } from './codes/resolver.ts';
