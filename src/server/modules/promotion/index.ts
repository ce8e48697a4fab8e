// Supply–demand conferences and fairs: the only door.
import './tables.ts';

export { drawEventBooths } from './commands/draw-booths.ts';
export { createEvent, moveEvent, movesOf, setProgramme } from './commands/keep-event.ts';
export { type Figures, makeTimetable } from './commands/make-timetable.ts';
export { publishTimetable } from './commands/publish-timetable.ts';
export { register, settleParticipant } from './commands/register.ts';
export { answerFollowUp, askFollowUps, recordResult } from './commands/results.ts';
export { markPresence, type Presence } from './commands/run-day.ts';
export { importWishes, stateWishes } from './commands/state-wishes.ts';
export {
  type Appearance,
  appearances,
  type EventView,
  getEvent,
  listEvents,
  listParticipants,
  listProgramme,
  listWishes,
  type PersonAt,
  type ProgrammeItem,
} from './queries/events.ts';
export {
  type EventFigures,
  eventFigures,
  listMeetings,
  listVersions,
  type MeetingRow,
  type Version,
} from './queries/timetables.ts';
export { buyersOf } from './rights.ts';
export type { Shortfall } from './rules/timetable-types.ts';
export type { EventInput, FollowUpInput, ProgrammeInput, Registration, ResultInput, WishesInput } from './schema.ts';
export { type EventState, OUTCOMES, type Outcome, RESULTS, type Result } from './tables.ts';
