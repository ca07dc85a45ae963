"""One search box over everything an actor may see."""
