"""What views show: rows of results and the order the planner gives them."""
