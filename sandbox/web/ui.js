// The library of the page, in one place: markup as tagged templates, hooks and signals.
import { h, render } from "preact";
import htm from "htm";

export { render };
export { Component, createRef, Fragment } from "preact";
export { useEffect, useLayoutEffect, useMemo, useRef, useState, useCallback } from "preact/hooks";
export { batch, computed, effect, signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
export const html = htm.bind(h);
