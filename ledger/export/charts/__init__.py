"""The kinds of pictures: a module each makes a Vega-Lite specification of a table, in a style that they share."""
