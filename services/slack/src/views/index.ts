export { type Filled, type FormOptions, formErrors, formView, readForm } from './form.ts';
export { type HomeOptions, homeView, type ShownCall } from './home.ts';
export { type Interaction, type Pressed, type PressedAction, pressWords, readInteraction } from './interaction.ts';
export { type Posting, posting, type Told } from './message.ts';
export { NAMES } from './names.ts';
