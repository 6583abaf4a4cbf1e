"""The view: a pure layout (Scene to named rectangles) and a painter. Touch uses the rectangles that were drawn."""
