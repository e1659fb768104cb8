import { type Action, actions, type Direction, directions } from '#contract/words';
import { actionNames, directionNames } from './words';

/** What the message tells the person beside the code: what is being asked for, and who called whom. */

export function ActionSelect({ required, action, onChange }: { required: boolean; action: Action | null; onChange: (action: Action | null) => void }) {
  return (
    <div class="form-field">
      <label for="action">
        What is being asked for <span class="muted">({required ? 'required' : 'optional'})</span>
      </label>
      <select id="action" required={required} value={action ?? ''} onChange={(event) => onChange(actions.find((one) => one === event.currentTarget.value) ?? null)}>
        <option value="">{required ? 'Choose…' : 'Not stated'}</option>
        {actions.map((one) => (
          <option key={one} value={one}>
            {actionNames[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

export function DirectionChoice({ direction, onChange }: { direction: Direction; onChange: (direction: Direction) => void }) {
  return (
    <fieldset class="direction">
      <legend>Who called?</legend>
      {directions.map((one) => (
        <label key={one}>
          <input type="radio" name="direction" value={one} checked={one === direction} onChange={() => onChange(one)} />
          {directionNames[one]}
        </label>
      ))}
    </fieldset>
  );
}
