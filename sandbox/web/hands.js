// A person's hands on either chat: one name for each act, told to the server in that platform's own words.
import { act, cell } from "./live.js";
import { go } from "./look.js";
import { seat } from "./places.js";
import { tell } from "./toast.js";

// The hands of who sits at a side; what the platform refuses is told to them, in its words.
export function hands(side) {
  const { wire } = seat(side), isSlack = wire === "slack";
  const user = () => cell(`${side}/me`).peek()?.id;
  const on = (one) => (isSlack ? { channel: one.room, ts: one.id } : { room: one.room, message: one.id });
  const into = ({ room, thread }) => (isSlack ? { channel: room, thread: thread || null } : { room: thread || room });
  const ask = (what, details) => act(wire, what, { user: user(), ...details });
  const demand = async (what, details) => {
    const outcome = await ask(what, details);
    if (outcome.error) tell(outcome.error);
    return outcome;
  };
  return {
    wire, isSlack,
    say: (place, { text, files, reply, broadcast }) => demand("say", {
      ...into(place), text, files, ...(isSlack ? { broadcast: Boolean(broadcast) } : { reply_to: reply ?? null }),
    }),
    edit: (one, text) => demand("edit", { ...on(one), text }),
    dismiss: (one) => demand("dismiss", { message: one.id }),
    remove: (one) => demand("delete", on(one)),
    react: (one, name, isOn) => demand(isOn ? "react" : "unreact", { ...on(one), [isSlack ? "name" : "emoji"]: name }),
    click: (one, button) => demand("click", isSlack
      ? { ...on(one), name: button.name || button.label, value: button.value ?? null }
      : { ...on(one), label_or_custom_id: button.name || button.label }),
    choose: (one, menu, chosen) => demand("select", isSlack
      ? { ...on(one), name: menu.name, choice: chosen }
      : { ...on(one), menu: menu.name, values: [].concat(chosen) }),
    menu: (one, id) => (isSlack ? demand("shortcut", { ...on(one), callback_id: id })
      : demand("menu", { ...on(one), name: id })),
    command: (place, line) => demand(isSlack ? "command" : "type", { ...into(place), line }),
    fill: (place, line, options) => demand("command", { ...into(place), line, options }),
    complete: (place, line, option, partial) => ask("autocomplete", { ...into(place), line, option, partial }),
    press: (name, choice = null) => demand("press", { name, choice }),
    submit: (answers) => ask("submit", isSlack ? { answers } : { values: answers }),
    close: () => demand("close", {}),
    home: () => demand("open_home", {}),
    post: (forum, title, text, tags) => demand("post", { forum, title, text, tags }),
    async direct() {
      const { error, answer } = await demand("dm", {});
      if (!error && answer) go(side, { room: String(answer), thread: "" });
    },
  };
}
