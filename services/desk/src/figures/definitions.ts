/**
 * What each figure means, in the words that people read beside it: in the answer, in its OpenAPI, and in docs/figures.md.
 * A name is the figure's place in the answer.
 */
export const definitions = {
  calls:
    'Calls that were received in the time: matters, each counted once however many contacts it has. A call that was folded into another is not counted, and a call counts where it began: by its first channel, at its receivedAt.',
  'response.done':
    'Calls that have an answer. The first response is the first answer that a person wrote, or the resolution where that came first; an acknowledgement is none.',
  'response.inTime': 'Calls whose first response came at or before respondBy, which is reckoned in service hours.',
  'response.late': 'Calls whose first response came after respondBy, or has not come though respondBy is over.',
  'response.overdue': 'Of the late: calls that still wait for their first response.',
  'response.meanSeconds':
    'The mean time from receivedAt to the first response, over the calls that have one. By the clock on the wall, nights and weekends among it.',
  'resolution.done': 'Calls that are resolved or closed. One that was opened again is not, until it is resolved anew.',
  'resolution.inTime': 'Calls that were resolved at or before resolveBy, which is reckoned in service hours.',
  'resolution.late': 'Calls that were resolved after resolveBy, or are not resolved though resolveBy is over.',
  'resolution.overdue': 'Of the late: calls that are still not resolved.',
  'resolution.meanSeconds':
    'The mean time from receivedAt to the resolution, over the calls that have one. By the clock on the wall.',
  reopened:
    'Calls that were opened again at least once after they had been resolved, by their requester or by the desk.',
  ratings: 'Calls that their requester has rated; the last rating of each counts.',
  meanRating: 'The mean of these ratings, from one star to five.',
  'total.contacts':
    'Contacts of these calls, whenever they came: what opened them, what joined them, what repeats it. What tells of a contact later (a transcript, an edit) is not counted.',
  'total.duplicates':
    'Of these contacts: those that say again what another has said. Each is a call that the desk did not have to sort out twice.',
  'total.contactsPerCall': 'Contacts divided by calls.',
  'total.contactsByChannel': 'The contacts by the channel that each came by.',
  'total.responseSeconds':
    'The times to the first response: half of them, and nine tenths of them, were no longer than this. A time that was really measured, not one between two.',
  'total.resolutionSeconds': 'The times to the resolution, likewise.',
  'total.stars': 'How many calls were rated with one star, two, three, four and five.',
  'backlog.open':
    'Calls that were open at `at`: received before it and not resolved by then, whatever the time that was asked for. `at` is the end of the time, or now where that is earlier. A call that was opened again counts as open since it came.',
  'backlog.byAge':
    'The open calls by how long ago they came: less than a day (24 hours), less than three days, less than seven, less than thirty, and longer.',
  'backlog.oldest': 'When the oldest open call was received.',
  by: 'The same figures for calls that have something in common: the channel of the first contact, department, service, priority, hour of the day (0 to 23), day of the week (1 is Monday), and day. Hours and days are those of the wall clocks of the time zone, also where these change. An empty key: the calls that have none.',
  'by.day.resolved': 'Calls that were resolved on this day, whenever they came.',
  'by.day.open': 'Calls that were open at the end of this day, as for the backlog.',
} as const;

export type FigureName = keyof typeof definitions;
